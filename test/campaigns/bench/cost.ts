/** What publishing has cost. */
export interface Cost {
  rowsRead: number;
  rowsWritten: number;
  kvWrites: number;
}
