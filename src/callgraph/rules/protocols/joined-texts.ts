import type { MadeObject } from "../../state/objects.ts";
import { isPlaceText, joinedPlace } from "../../state/place-texts.ts";
import type { Solving } from "../../state/solving.ts";

/** What texts become that operators put together. */

interface TextUse {
  readonly method: string;
  readonly right: number;
  readonly dst: number;
}

/** `path + "/plugins"`, `path / "plugins"`. */
export function addToPlace(s: Solving, value: number, { method, right, dst }: TextUse): void {
  if (right === -1) return;
  if (method !== "__add__" && method !== "__truediv__") return;
  s.each(right, (each) => {
    const place = joinedPlace(s, value, each);
    if (place !== undefined) s.flow.add(dst, place);
  });
}

/** What may become a path or a dotted name: no sentence, and more than one part. */
const NAME = /^[\w%]*(%s[./]|[./]%s)[\w%./]*$/;

/** Places among several texts that are filled in; watching each of them would cost more than all other texts. */
function passFilled(s: Solving, several: MadeObject, dst: number): void {
  for (const variable of several.slots?.values() ?? []) {
    for (const value of s.flow.valuesOf(variable)) {
      if (isPlaceText(s, value)) s.flow.add(dst, value);
    }
  }
}

/** Two texts, the right one filled into the left or put behind it. */
export function join(s: Solving, left: number, right: number, method: string, dst: number): void {
  const place = joinedPlace(s, left, right);
  if (place !== undefined) s.flow.add(dst, place);
  if (method === "__mod__" && NAME.test(s.text(s.values.second(left)))) {
    const several = s.objectOf(right);
    if (several) s.late.push(() => passFilled(s, several, dst));
  }
  s.flow.add(dst, joined(s, left, right, method) ?? s.builtinInstance("str"));
}

function joined(s: Solving, left: number, right: number, method: string): number | undefined {
  if (!s.values.isString(right)) return undefined;
  const text = s.text(s.values.second(left));
  const other = s.text(s.values.second(right));
  if (text.length + other.length >= 120) return undefined;
  if (method === "__add__") return s.string(text + other);
  if (method !== "__mod__" || text.split(/%[sd]/).length !== 2) return undefined;
  return s.string(text.replace(/%[sd]/, () => other));
}
