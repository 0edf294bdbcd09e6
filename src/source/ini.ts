/** One setting of an INI file as `configparser` reads it, with the lines that it came from. */
export interface IniSetting {
  readonly section: string;
  readonly key: string;
  readonly line: number;
  /** The value's lines, trimmed, without blanks and comments. */
  readonly values: readonly LineOfText[];
}

export interface LineOfText {
  readonly text: string;
  readonly line: number;
}

/** Reads an INI file; what is no setting is passed over, as nothing here depends on it. */
export function parseIni(text: string, firstLine = 1): IniSetting[] {
  const settings: IniSetting[] = [];
  const state: State = { section: "", open: undefined };
  for (const [index, raw] of text.split("\n").entries()) {
    const setting = readLine(raw, firstLine + index, state);
    if (setting !== undefined) settings.push(setting);
  }
  return settings;
}

interface State {
  section: string;
  /** The values of the setting that an indented line would go on with. */
  open: LineOfText[] | undefined;
}

function readLine(raw: string, line: number, state: State): IniSetting | undefined {
  const trimmed = raw.trim();
  if (trimmed === "" || /^[#;]/.test(trimmed)) return undefined;
  const header = /^\[([^\]]+)\]/.exec(raw)?.[1];
  if (header !== undefined) {
    state.section = header.trim();
    state.open = undefined;
    return undefined;
  }
  if (/^[ \t]/.test(raw) && state.open !== undefined) {
    state.open.push({ text: withoutComment(trimmed), line });
    return undefined;
  }
  const at = raw.search(/[=:]/);
  if (at === -1) return undefined;
  const key = raw.slice(0, at).trim();
  const first = withoutComment(raw.slice(at + 1).trim());
  state.open = first === "" ? [] : [{ text: first, line }];
  return { section: state.section, key, line, values: state.open };
}

function withoutComment(text: string): string {
  const at = text.search(/\s[#;]\s/);
  return at === -1 ? text : text.slice(0, at).trimEnd();
}
