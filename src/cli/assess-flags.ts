import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { Flags } from "@oclif/core";
import type { AnalyseOptions } from "../assessment/analyse.ts";
import type { AssessOptions } from "../assessment/assess.ts";
import type { Branding } from "../assessment/assessment.ts";
import { defined } from "../defined.ts";
import { badConfig, notReadable, wrongUse } from "../failure.ts";
import { type LoadedSettings, logoPath, type Settings } from "./settings.ts";

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
      "The plan that effort, waves and boundary follow; verdicts do not depend on it. Default: balanced.",
  })(),
  profile: Flags.option({
    options: PROFILES,
    helpGroup: "PLAN",
    description: "Who does the work. Default: experienced.",
  })(),
  team: Flags.integer({
    min: 1,
    max: 1000,
    helpGroup: "PLAN",
    helpValue: "N",
    description: "People; with --velocity gives sprints and dates.",
  }),
  velocity: Flags.integer({
    min: 1,
    helpGroup: "PLAN",
    helpValue: "POINTS",
    description: "Points per sprint.",
  }),
  sprint: Flags.string({
    helpGroup: "PLAN",
    helpValue: "2w",
    description: "Length of a sprint: 2w or 10d. Default: 2w.",
  }),
  start: Flags.string({
    helpGroup: "PLAN",
    helpValue: "YYYY-MM-DD",
    description: "First day of the first sprint.",
  }),
  seed: Flags.integer({
    min: 0,
    helpGroup: "PLAN",
    helpValue: "N",
    description: "Seed of the simulation. Default: 1.",
  }),
  draws: Flags.integer({
    min: 100,
    max: 1_000_000,
    helpGroup: "PLAN",
    helpValue: "N",
    description: "Draws of the simulation. Default: 10000.",
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
    throw wrongUse("--team and --velocity belong together.");
  if (start !== undefined && !isDate(start))
    throw wrongUse(`--start ${start} is no date; write YYYY-MM-DD.`);
  return { people, velocity, sprintDays: daysOf(sprint), ...defined({ start }) };
}

function pick({ velocity, sprint, start }: AssessFlags) {
  return { velocity, sprint, start };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

function daysOf(text: string): number {
  const [, count, unit] = /^([1-9]\d?)([dw])$/.exec(text) ?? [];
  if (count === undefined) throw wrongUse(`--sprint ${text} is no length; write 2w or 10d.`);
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

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
};

async function readLogo(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    return `data:${IMAGE_TYPES[extname(path).toLowerCase()] ?? "image/png"};base64,${bytes.toString("base64")}`;
  } catch (error) {
    throw notReadable(path, error);
  }
}

/** https://reproducible-builds.org/specs/source-date-epoch/ */
function sourceDate(): string | undefined {
  // biome-ignore lint/style/noProcessEnv: the specification names this variable.
  const seconds = process.env["SOURCE_DATE_EPOCH"];
  if (seconds === undefined || seconds === "") return undefined;
  if (!/^\d{1,11}$/.test(seconds)) throw wrongUse("SOURCE_DATE_EPOCH is no number of seconds.");
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
