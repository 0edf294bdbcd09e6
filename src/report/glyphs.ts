/**
 * Shapes and hatchings of the verdicts, defined once a page: a circle is ready, a diamond needs
 * Awaitlet, a triangle needs redesign, a ring is not known. Nobody has to tell them by colour.
 */
export const GLYPHS = `<svg class="definitions" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<symbol id="glyph-asyncio-ready" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5"/></symbol>
<symbol id="glyph-awaitlet-candidate" viewBox="0 0 12 12"><path d="M6 .4 11.6 6 6 11.6.4 6Z"/></symbol>
<symbol id="glyph-redesign" viewBox="0 0 12 12"><path d="M6 .8 11.8 11.2H.2Z"/></symbol>
<symbol id="glyph-undetermined" viewBox="0 0 12 12"><circle cx="6" cy="6" r="4.2" fill="none" stroke-width="1.8"/></symbol>
<symbol id="glyph-unaffected" viewBox="0 0 12 12"><path d="M1 5h10v2H1Z"/></symbol>
<pattern id="hatch-asyncio-ready" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" class="ground"/></pattern>
<pattern id="hatch-awaitlet-candidate" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" class="ground"/><rect width="2" height="7" class="line"/></pattern>
<pattern id="hatch-redesign" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" class="ground"/><path d="M0 0 7 7M7 0 0 7" class="stroke"/></pattern>
<pattern id="hatch-undetermined" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="ground"/><circle cx="3" cy="3" r="1.3" class="line"/></pattern>
</defs></svg>`;
