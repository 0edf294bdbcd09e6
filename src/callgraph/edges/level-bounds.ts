/** So many alternatives at one place may all be meant. */
export const CERTAIN_ALTERNATIVES = 2;
export const LIKELY_ALTERNATIVES = 6;
/** More things than this that meet at one place with texts or numbers tell nothing of the one. */
export const MEANINGFUL_ALTERNATIVES = 15;
/** More than this tell nothing even where all are objects that can take part. */
export const MOST_ALTERNATIVES = 32;
