import type { HierarchyRectangularNode } from "d3-hierarchy";
import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import { CHART_WIDTH } from "../chart.ts";
import type { Svg } from "../svg.ts";
import { drawing, element, label } from "../svg.ts";

export interface HeatTile {
  readonly group: string;
  readonly name: string;
  /** Decides the tile's size. */
  readonly size: number;
  /** 0 to 1; decides its shade, and is written on it. */
  readonly share: number;
  readonly shown: string;
  /** Many small ones together: comes last. */
  readonly isRest?: boolean;
}

interface TileNode {
  readonly name: string;
  readonly tile?: HeatTile;
  readonly children?: readonly TileNode[];
}

const HEIGHT = 380;
/** Groups of a smaller area, in square pixels, have no room for a name. */
const NAMED = 3600;
const LETTER = 6.2;

/** Modules as tiles inside their packages: large is much code, dark is much of it reaching Eventlet. */
export function drawHeatMap(
  tiles: readonly HeatTile[],
  alt: { readonly id: string; readonly title: string; readonly description: string },
): string {
  const groups = [...new Set(tiles.map((tile) => tile.group))];
  const root = hierarchy<TileNode>({
    name: "",
    children: groups.map((group) => ({
      name: group,
      children: tiles
        .filter((tile) => tile.group === group)
        .map((tile) => ({ name: tile.name, tile })),
    })),
  })
    .sum((node) => node.tile?.size ?? 0)
    .sort(
      (a, b) =>
        Number(a.data.tile?.isRest ?? false) - Number(b.data.tile?.isRest ?? false) ||
        (b.value ?? 0) - (a.value ?? 0),
    );
  const area = (CHART_WIDTH * HEIGHT) / Math.max(1, root.value ?? 1);
  const laidOut = treemap<TileNode>()
    .tile(treemapSquarify.ratio(1.6))
    .size([CHART_WIDTH, HEIGHT])
    .paddingInner(2)
    .paddingOuter(1)
    .paddingTop((node) => (node.depth === 1 && (node.value ?? 0) * area > NAMED ? 16 : 0))(root);
  const frames = (laidOut.children ?? []).map(drawGroup);
  return drawing({ width: CHART_WIDTH, height: HEIGHT }, alt, [
    ...frames,
    ...laidOut.leaves().map(drawTile),
  ]);
}

function drawGroup({ x0, x1, y0, data, children }: HierarchyRectangularNode<TileNode>): Svg {
  const top = children?.[0]?.y0 ?? y0;
  const name = shortened(data.name, x1 - x0 - 6);
  if (top - y0 < 12 || name === "") return { svg: "" };
  return label(name, { x: x0 + 3, y: y0 + 12, class: "group-name" });
}

/** The beginning of a name, or nothing where too little of it could be read. */
function shortened(name: string, room: number): string {
  const letters = Math.floor(room / LETTER);
  if (name.length <= letters) return name;
  return letters < 6 ? "" : `${[...name.slice(0, 200)].slice(0, letters - 1).join("")}…`;
}

function drawTile({ x0, x1, y0, y1, data }: HierarchyRectangularNode<TileNode>): Svg {
  const { tile } = data;
  if (tile === undefined) return { svg: "" };
  const [width, height] = [x1 - x0, y1 - y0];
  const step = tile.share === 0 ? 0 : Math.min(5, 1 + Math.floor(tile.share * 5));
  const lines =
    width < 30 || height < 18
      ? []
      : [
          label(shortened(tile.name, width - 8), { x: x0 + 5, y: y0 + 14, class: "tile-name" }),
          ...(height < 34
            ? []
            : [label(tile.shown, { x: x0 + 5, y: y0 + 28, class: "tile-share" })]),
        ];
  return element(
    "g",
    { class: `heat-${step}` },
    element("rect", { x: x0, y: y0, width, height }),
    ...lines,
  );
}
