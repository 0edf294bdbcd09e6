import type { Knowledge } from "../eventlet/catalogue.ts";
import { KNOWLEDGE_ASSETS, loadKnowledge } from "../eventlet/load-knowledge.ts";
import type { UserKnowledge } from "../eventlet/user-knowledge.ts";
import {
  loadObstacles,
  type ObstacleCatalogue,
} from "../readiness/obstacles/obstacle-catalogue.ts";
import { readAsset } from "../shipped.ts";

export type { UserKnowledge };

/** The shipped knowledge with the user's laid over it. */
export async function readKnowledge(user?: UserKnowledge): Promise<Knowledge> {
  const texts = await Promise.all(
    KNOWLEDGE_ASSETS.map(async (name) => [name, await readAsset(`knowledge/${name}`)] as const),
  );
  const shipped = loadKnowledge(Object.fromEntries(texts));
  if (user === undefined) return shipped;
  // What checks a schema takes longer to load than all knowledge takes to read.
  const { layUserKnowledge } = await import("../eventlet/user-knowledge.ts");
  const schema = JSON.parse(await readAsset("schema/knowledge.schema.json")) as object;
  return layUserKnowledge(shipped, user, schema);
}

/** The obstacles as shipped. */
export async function readObstacles(): Promise<ObstacleCatalogue> {
  return loadObstacles(await readAsset("knowledge/obstacles.json"));
}
