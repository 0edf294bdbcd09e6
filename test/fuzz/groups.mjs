/** Inputs come in groups: files that import each other and are assessed as one repository. */
import { seeded } from "../bench/python-writer.mjs";
import { mutate, randomBytes, tokenSoup } from "./mutate.mjs";

/** Files in a group; larger groups share the cost of one run, smaller ones are easier to read. */
export const GROUP_SIZE = 25;
const SHARE_OF_NOISE = 0.06;
const SHARE_UNCHANGED = 0.1;

/** The group of the given number: the same for the same corpus and seed. */
export function makeGroup(corpus, seed, number) {
  const random = seeded(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const files = {};
  while (Object.keys(files).length < GROUP_SIZE) {
    const folder = random.pick(corpus);
    const start = random.below(folder.files.length);
    const chosen = folder.files.slice(start, start + 1 + random.below(GROUP_SIZE));
    for (const file of chosen.slice(0, GROUP_SIZE - Object.keys(files).length))
      files[file.path] = damage(random, corpus, file);
  }
  return { name: `group ${number} of seed ${seed}`, group: number, files };
}

function damage(random, corpus, { bytes }) {
  if (random.chance(SHARE_OF_NOISE)) {
    return random.chance(0.5) ? randomBytes(random, random.below(3000)) : tokenSoup(random, 2000);
  }
  if (random.chance(SHARE_UNCHANGED)) return bytes;
  const other = random.pick(random.pick(corpus).files).bytes;
  return mutate(random, bytes, other);
}
