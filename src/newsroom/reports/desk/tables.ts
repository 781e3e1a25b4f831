/**
 * What readers report as wrong in a story. `thanks` is whether they wish to be thanked by name. `answered` is when an editor dismissed the
 * report, or began a correction from it in `draft`. If that draft is discarded before it was published, the report waits again. Nothing
 * here says from where a report came. Times are in milliseconds.
 */
export const REPORT_TABLE = `
CREATE TABLE reader_report (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  story INTEGER NOT NULL,
  passage TEXT NOT NULL,
  error TEXT NOT NULL,
  name TEXT,
  thanks INTEGER NOT NULL,
  at INTEGER NOT NULL,
  answered INTEGER,
  answered_by TEXT,
  draft TEXT
);
CREATE INDEX reader_report_open ON reader_report (story) WHERE answered IS NULL;
CREATE INDEX reader_report_answered ON reader_report (answered) WHERE answered IS NOT NULL;
CREATE INDEX reader_report_draft ON reader_report (draft) WHERE draft IS NOT NULL;
CREATE TRIGGER correction_ends AFTER UPDATE OF discarded ON draft WHEN new.discarded IS NOT NULL AND new.state <> 'published' BEGIN
  UPDATE reader_report SET answered = NULL, answered_by = NULL, draft = NULL WHERE draft = new.id;
END;
`;
