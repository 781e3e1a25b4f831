// An open draft may be one that was published, and corrected earlier reports.
const reopen = (draft: string) => `UPDATE reader_report SET answered = NULL, answered_by = NULL, draft = NULL
  WHERE reader_report.draft = ${draft} AND NOT EXISTS (SELECT 1 FROM review_event
    WHERE review_event.draft = ${draft} AND kind = 'published' AND review_event.at >= answered);`;

/**
 * What readers report as wrong in a story. `thanks` is whether they wish to be thanked by name. `answered` is when an editor dismissed the
 * report, or began a correction from it in `draft`. If that draft is discarded or deleted, and was not published since, the report waits
 * again. Nothing here says from where a report came. Times are in milliseconds.
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
CREATE TRIGGER correction_discarded AFTER UPDATE OF discarded ON draft WHEN new.discarded IS NOT NULL BEGIN
  ${reopen('new.id')}
END;
CREATE TRIGGER correction_deleted BEFORE DELETE ON draft BEGIN
  ${reopen('old.id')}
END;
`;
