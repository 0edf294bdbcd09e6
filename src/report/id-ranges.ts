/** Ids such as `S-021` one after the other; three or more in a row as a range. */
export function inRanges(ids: readonly string[]): readonly string[] {
  const runs: string[][] = [];
  for (const id of ids) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && isNext(last, id)) run.push(id);
    else runs.push([id]);
  }
  return runs.flatMap((run) => (run.length < 3 ? run : [`${run[0] ?? ""} – ${run.at(-1) ?? ""}`]));
}

function isNext(id: string, other: string): boolean {
  const [start, number] = [id.replace(/\d+$/, ""), /\d+$/.exec(id)?.[0]];
  if (number === undefined || !other.startsWith(start)) return false;
  return Number(other.slice(start.length)) === Number(number) + 1;
}
