/** Writes about `lines` lines of Python below `folder`: same seed, same bytes. */
export function generateRepository(
  folder: string,
  lines: number,
  seed: number,
): { readonly files: number; readonly lines: number };
