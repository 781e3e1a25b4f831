/** What publishing cost. */
export interface Cost {
  rowsRead: number;
  rowsWritten: number;
  kvWrites: number;
}
