/** The one order of paths and names: by UTF-16 code units, the same in every locale. */
export function byCodeUnits(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
