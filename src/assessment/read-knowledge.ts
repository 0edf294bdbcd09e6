import type { Knowledge } from "../eventlet/catalogue.ts";
import { KNOWLEDGE_ASSETS, loadKnowledge, type UserKnowledge } from "../eventlet/load-knowledge.ts";
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
  return loadKnowledge(Object.fromEntries(texts), user);
}

/** The obstacles as shipped. */
export async function readObstacles(): Promise<ObstacleCatalogue> {
  return loadObstacles(await readAsset("knowledge/obstacles.json"));
}
