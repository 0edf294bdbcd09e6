/** How a long run tells what it does. Every method may be called at any rate. */
export interface Progress {
  /** A new stage begins: `Reading`, `Parsing`. */
  readonly stage: (name: string) => void;
  readonly update: (done: number, total: number) => void;
  /** Nothing more will come; the line is taken away. */
  readonly done: () => void;
}

interface Terminal {
  readonly columns?: number;
  write(text: string): unknown;
}

const MILLISECONDS_BETWEEN_LINES = 80;
const RETURN_AND_CLEAR = "\r\u001b[2K";

/** One line with counts on the given terminal; without one, nothing at all. */
export function createProgress(
  terminal: Terminal | undefined,
  now: () => number = () => performance.now(),
): Progress {
  if (terminal === undefined) return { stage: nothing, update: nothing, done: nothing };
  let stage = "";
  let shownAt = Number.NEGATIVE_INFINITY;
  const show = (text: string): void => {
    shownAt = now();
    terminal.write(RETURN_AND_CLEAR + text.slice(0, (terminal.columns ?? 80) - 1));
  };
  return {
    stage: (name) => {
      stage = name;
      show(`${name} …`);
    },
    update: (done, total) => {
      if (now() - shownAt >= MILLISECONDS_BETWEEN_LINES) show(`${stage} ${share(done, total)}`);
    },
    done: () => show(""),
  };
}

function share(done: number, total: number): string {
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  return `${withCommas(done)} of ${withCommas(total)} (${percent} %)`;
}

function withCommas(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

function nothing(): void {
  // A progress that nobody watches.
}
