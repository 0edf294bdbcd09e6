import { addToGroup } from "../../group-by.ts";
import { PairMap } from "../int-tables.ts";
import { Settled } from "./settled.ts";
import type { Values } from "./values.ts";
import { Breadth, Kind } from "./values.ts";

/**
 * In a small program objects of one class are told apart by the call that makes them, and every
 * method is followed for each of them by itself (object sensitivity, Milanova, Rountev, Ryder 2005):
 * what one button was given is not what another calls. It multiplies the program by the objects of a
 * class, so it is bounded by the size of the program and by the number of objects.
 */

/** Some two thousand lines. */
const SMALL_PROGRAM = 20_000;
/** Objects of one class that are told apart; any further ones are one. */
const MAXIMAL_OBJECTS = 8;
/** The same of a class that derives from a builtin container, in a program of any size: half of what a variable holds. */
const MAXIMAL_CONTAINERS = 32;

/** Above the records of all calls of a small program: what the names of members stand at instead. */
const MEMBERS = 1 << 30;

export class ObjectsApart {
  /** Whether objects are told apart: until the program is too large, or a statement lets objects share attributes. */
  isOn = true;
  /** Integers of constraints in a program that is still small. */
  smallProgram = SMALL_PROGRAM;
  /** The instance of a method that one object goes through. */
  cloneFor = (index: number, _object: number): number => index;
  /** Classes whose objects (or those that are not told apart) are the `self` of all methods. */
  readonly merged = new Set<number>();
  /** Containers of our own classes (values) → the instance that has their attributes. */
  private readonly containers = new Map<number, number>();
  /** Members of enumerations (values) → their names. */
  readonly memberNames = new Map<number, number>();
  readonly settled = new Settled();
  private readonly made = new PairMap();
  private readonly ofClass = new Map<number, number[]>();
  private readonly listeners = new Map<number, ((value: number) => void)[]>();
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  /** The program turns out to have so many integers of constraints. */
  grow(programSize: number): void {
    if (programSize > this.smallProgram) this.isOn = false;
  }

  /** The object that a call (its record) makes of a class; -1 when there are too many already. */
  make(record: number, index: number): number {
    return this.add(record, index, MAXIMAL_OBJECTS);
  }

  /**
   * The same of a class that derives from a builtin container, in a program of any size: what the object
   * holds is its own, as with a plain list; its attributes are those of `common`, the class's one instance.
   */
  makeContainer(record: number, index: number, common: number): number {
    return this.add(record, index, MAXIMAL_CONTAINERS, common);
  }

  private add(record: number, index: number, maximum: number, common?: number): number {
    const known = this.made.get(record, index);
    if (known !== -1) return known;
    const objects = this.ofClass.get(index) ?? [];
    if (objects.length >= maximum) return -1;
    const value = this.#values.of(Kind.instance, index, Breadth.apart + objects.length);
    if (common !== undefined) this.containers.set(value, common);
    this.made.set(record, index, value);
    this.ofClass.set(index, [...objects, value]);
    for (const listen of [...(this.listeners.get(index) ?? [])]) listen(value);
    return value;
  }

  /** The value that has the attributes of another one. */
  attributesOf(value: number): number {
    return this.containers.get(value) ?? value;
  }

  isContainer(value: number): boolean {
    return this.containers.has(value);
  }

  /** The member of an enumeration under a name; -1 when there are too many to be told apart. */
  member(index: number, name: number): number {
    const value = this.make(MEMBERS + name, index);
    if (value !== -1) this.memberNames.set(value, name);
    return value;
  }

  /** Tells of every object of a class that there is or will be. */
  each(index: number, listen: (value: number) => void): void {
    addToGroup(this.listeners, index, listen);
    for (const value of this.ofClass.get(index) ?? []) listen(value);
  }
}
