import { Flags } from "@oclif/core";
import type { AnalyseOptions } from "../assessment/analyse.ts";
import type { AssessOptions } from "../assessment/assess.ts";
import type { Branding } from "../assessment/assessment.ts";
import { defined } from "../defined.ts";
import { badConfig, badLogo, wrongUse } from "../failure.ts";
import { readInput } from "./read-input.ts";
import { type LoadedSettings, logoPath, type Settings } from "./settings.ts";
import { textFlag } from "./text-flag.ts";

const STRATEGIES = {
  "awaitlet-first": "awaitletFirst",
  balanced: "balanced",
  "full-asyncio": "fullAsyncio",
} as const;

const PROFILES = ["first-timer", "experienced", "expert"] as const;

/** What shapes the plan and the estimate. */
export const assessFlags = {
  strategy: Flags.option({
    options: ["awaitlet-first", "balanced", "full-asyncio"] as const,
    helpGroup: "PLAN",
    description:
      "Plan on which effort, waves and boundary are based; it does not change the verdicts. Default: balanced.",
  })(),
  profile: Flags.option({
    options: PROFILES,
    helpGroup: "PLAN",
    description: "Experience of the team. Default: experienced.",
  })(),
  team: Flags.integer({
    min: 1,
    max: 1000,
    helpGroup: "PLAN",
    helpValue: "N",
    description: "Team size; together with --velocity it gives sprints, and with --start dates.",
  }),
  velocity: Flags.integer({
    min: 1,
    max: 1_000_000,
    helpGroup: "PLAN",
    helpValue: "POINTS",
    description: "Story points that the team completes per sprint.",
  }),
  sprint: textFlag({
    helpGroup: "PLAN",
    helpValue: "2w",
    description: "Sprint length in weeks or days: 2w, 10d. Default: 2w.",
  }),
  start: textFlag({
    helpGroup: "PLAN",
    helpValue: "YYYY-MM-DD",
    description: "First day of the first sprint.",
  }),
  seed: Flags.integer({
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    helpGroup: "PLAN",
    helpValue: "N",
    description: "Random seed of the simulation. Default: 1.",
  }),
  draws: Flags.integer({
    min: 100,
    max: 1_000_000,
    helpGroup: "PLAN",
    helpValue: "N",
    description: "Number of simulation runs. Default: 10000.",
  }),
};

interface AssessFlags {
  readonly strategy?: keyof typeof STRATEGIES | undefined;
  readonly profile?: string | undefined;
  readonly team?: number | undefined;
  readonly velocity?: number | undefined;
  readonly sprint?: string | undefined;
  readonly start?: string | undefined;
  readonly seed?: number | undefined;
  readonly draws?: number | undefined;
}

/** Flags over settings over defaults. */
export async function assessOptionsOf(
  flags: AssessFlags,
  loaded: LoadedSettings,
  analysis: AnalyseOptions,
): Promise<AssessOptions> {
  const { values } = loaded;
  const rates = values.rates;
  return {
    ...analysis,
    strategy: STRATEGIES[flags.strategy ?? values.strategy ?? "balanced"],
    profile: flags.profile ?? profileOf(loaded),
    seed: flags.seed ?? values.seed ?? 1,
    draws: flags.draws ?? values.draws ?? 10_000,
    ...defined({
      team: teamOf(flags, values),
      dayRate: rates && { currency: rates.currency, amount: rates.day },
      effortModel: values.effort,
      assumptions: values.assumptions,
      risks: values.risks?.map((risk) => ({ ...risk, evidence: [] })),
      branding: await brandingOf(loaded),
      date: sourceDate(),
    }),
  };
}

/** Ours, or one that the settings' own effort model describes whole. */
function profileOf({ values: { profile, effort }, path = "", locate }: LoadedSettings): string {
  if (profile === undefined) return "experienced";
  const own = (effort?.["profiles"] ?? {}) as Readonly<Record<string, object>>;
  const known = [...PROFILES, ...Object.keys(own)];
  if (known.includes(profile)) return profile;
  throw badConfig(path, locate("/profile"), `profile ${profile} is none of ${known.join(", ")}`);
}

function teamOf(flags: AssessFlags, { team }: Settings): AssessOptions["team"] {
  const {
    people,
    velocity,
    sprint = "2w",
    start,
  } = { ...team, ...defined({ people: flags.team, ...pick(flags) }) };
  if (people === undefined && velocity === undefined) {
    if (flags.sprint === undefined && flags.start === undefined) return undefined;
    throw wrongUse("--sprint and --start need --team and --velocity, or a team in the settings.");
  }
  if (people === undefined || velocity === undefined)
    throw wrongUse("--team and --velocity must be given together.");
  if (start !== undefined && !isDate(start))
    throw wrongUse(`--start ${start} is not a date between 1970 and 2999; write YYYY-MM-DD.`);
  return { people, velocity, sprintDays: daysOf(sprint), ...defined({ start }) };
}

function pick({ velocity, sprint, start }: AssessFlags) {
  return { velocity, sprint, start };
}

/** A day of the calendar: `Date` itself makes the second of March of 30 February. */
function isDate(text: string): boolean {
  if (!/^(?:19[7-9]|2\d\d)\d-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function daysOf(text: string): number {
  const [, count, unit] = /^([1-9]\d?)([dw])$/.exec(text) ?? [];
  if (count === undefined)
    throw wrongUse(`--sprint ${text} is not a length of time; write 2w or 10d.`);
  return Number(count) * (unit === "w" ? 7 : 1);
}

async function brandingOf({
  values: { report },
  path,
}: LoadedSettings): Promise<Branding | undefined> {
  if (report === undefined) return undefined;
  const { client, title, author, date, label, footer, colours, logo } = report;
  const image =
    logo === undefined || path === undefined ? undefined : await readLogo(logoPath(path, logo));
  return defined({ client, title, author, date, label, footer, colours, logo: image });
}

/** How the bitmaps begin that a page may show, as Latin-1. */
const IMAGE_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF.{4}WEBP/s, "image/webp"],
];
const MOST_LOGO_MEGABYTES = 2;

/** By its content: a link in a repository that is not trusted must not carry other files into the report. */
async function readLogo(path: string): Promise<string> {
  const bytes = await readInput(path, MOST_LOGO_MEGABYTES);
  const head = bytes.toString("latin1", 0, 16);
  const [, type] = IMAGE_TYPES.find(([beginning]) => beginning.test(head)) ?? [];
  if (type === undefined) throw badLogo();
  return `data:${type};base64,${bytes.toString("base64")}`;
}

/** https://reproducible-builds.org/specs/source-date-epoch/ */
function sourceDate(): string | undefined {
  // biome-ignore lint/style/noProcessEnv: the specification names this variable.
  const seconds = process.env["SOURCE_DATE_EPOCH"];
  if (seconds === undefined || seconds === "") return undefined;
  if (!/^\d{1,11}$/.test(seconds)) throw wrongUse("SOURCE_DATE_EPOCH is not a number of seconds.");
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
