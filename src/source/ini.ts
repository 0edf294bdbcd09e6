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
  const settings: (IniSetting & { values: LineOfText[] })[] = [];
  let section = "";
  let open: LineOfText[] | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = firstLine + index;
    const trimmed = raw.trim();
    if (trimmed === "" || /^[#;]/.test(trimmed)) continue;
    const header = /^\[([^\]]+)\]/.exec(raw)?.[1];
    const isContinued = /^[ \t]/.test(raw) && open !== undefined;
    if (header !== undefined) {
      section = header.trim();
      open = undefined;
    } else if (isContinued) {
      open?.push({ text: withoutComment(trimmed), line });
    } else {
      const [, key, value] = /^\s*([^=:]*?)\s*[=:]\s*(.*)$/.exec(raw) ?? [];
      if (key === undefined || value === undefined) continue;
      const first = withoutComment(value.trim());
      open = first === "" ? [] : [{ text: first, line }];
      settings.push({ section, key, line, values: open });
    }
  }
  return settings;
}

function withoutComment(text: string): string {
  return text.replace(/\s+[#;]\s.*$/, "");
}
