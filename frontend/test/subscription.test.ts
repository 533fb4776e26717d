import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { Hass } from "../src/hass.ts";
import type { Message } from "../src/message.ts";
import { Subscription } from "../src/subscription.ts";

// There is no page here, so nobody hides it.
const page = { hidden: false };
Object.assign(globalThis, { document: page });

/** A connection that counts who listens, and an element that counts its updates. */
class Scene {
  asked: object[] = [];
  open = 0;
  updates = 0;
  refusal: object | undefined;
  tell: (message: Message) => void = () => undefined;
  ready = new Set<() => void>();

  readonly connection = {
    subscribeMessage: async (told: (message: never) => void, asked: object) => {
      this.asked.push(asked);
      if (this.refusal) throw this.refusal;
      this.tell = told as (message: Message) => void;
      this.open += 1;
      return () => void (this.open -= 1);
    },
    addEventListener: (_name: string, heard: () => void) => this.ready.add(heard),
    removeEventListener: (_name: string, heard: () => void) => this.ready.delete(heard),
  };
  readonly hass = { connection: this.connection } as unknown as Hass;
  readonly subscription = new Subscription({
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate: () => void (this.updates += 1),
    updateComplete: Promise.resolve(true),
  });
}

const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const message = { overview: null } as Message;

test("it follows while the element is on the page, and no longer", async () => {
  const scene = new Scene();
  scene.subscription.follow(scene.hass, { entry_id: "one" });
  assert.equal(scene.asked.length, 0);
  scene.subscription.hostConnected();
  await settle();
  assert.deepEqual(scene.asked, [
    { type: "taara/overview/subscribe", entry_id: "one" },
  ]);
  scene.tell(message);
  assert.equal(scene.subscription.message, message);
  assert.equal(scene.updates, 1);
  scene.subscription.hostDisconnected();
  await settle();
  assert.equal(scene.open, 0);
  assert.equal(scene.ready.size, 0);
});

test("being told of the same household again changes nothing", async () => {
  const scene = new Scene();
  scene.subscription.hostConnected();
  for (let told = 0; told < 3; told += 1) scene.subscription.follow(scene.hass, {});
  await settle();
  assert.equal(scene.asked.length, 1);
});

test("another household takes the place of the one before", async () => {
  const scene = new Scene();
  scene.subscription.hostConnected();
  scene.subscription.follow(scene.hass, { entry_id: "one" });
  await settle();
  scene.tell(message);
  scene.subscription.follow(scene.hass, { entry_id: "other" });
  await settle();
  assert.equal(scene.subscription.message, undefined);
  assert.equal(scene.asked.length, 2);
  assert.equal(scene.open, 1);
});

test("it begins again when Home Assistant is back, and shows the old figures until then", async () => {
  const scene = new Scene();
  scene.subscription.hostConnected();
  scene.subscription.follow(scene.hass, {});
  await settle();
  scene.tell(message);
  for (const heard of [...scene.ready]) heard();
  await settle();
  assert.equal(scene.asked.length, 2);
  assert.equal(scene.open, 1);
  assert.equal(scene.subscription.message, message);
});

test("where Taara is not set up yet it asks again, and a refusal is shown", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const scene = new Scene();
  scene.refusal = { code: "unknown_command", message: "Unknown command." };
  scene.subscription.hostConnected();
  scene.subscription.follow(scene.hass, {});
  await settle();
  assert.equal(scene.subscription.error, undefined);
  scene.refusal = { code: "home_assistant_error", message: "Choose one." };
  mock.timers.tick(5000);
  await settle();
  assert.equal(scene.asked.length, 2);
  assert.equal(scene.subscription.error, "Choose one.");
  mock.timers.tick(60_000);
  await settle();
  assert.equal(scene.asked.length, 2);
  mock.timers.reset();
});

test("an element that is gone asks no more", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const scene = new Scene();
  scene.refusal = { code: "unknown_command", message: "Unknown command." };
  scene.subscription.hostConnected();
  scene.subscription.follow(scene.hass, {});
  await settle();
  scene.subscription.hostDisconnected();
  mock.timers.tick(60_000);
  await settle();
  assert.equal(scene.asked.length, 1);
  mock.timers.reset();
});

test("that somebody looks is told when they do, not when it comes back", async () => {
  const scene = new Scene();
  scene.subscription.follow(scene.hass, { opened: true });
  scene.subscription.hostConnected();
  await settle();
  for (const back of [...scene.ready]) back();
  await settle();
  scene.subscription.hostDisconnected();
  page.hidden = true;
  scene.subscription.hostConnected();
  await settle();
  page.hidden = false;
  const opened = scene.asked.map((asked) => (asked as { opened: boolean }).opened);
  assert.deepEqual(opened, [true, false, false]);
});
