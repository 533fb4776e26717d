import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { Hass } from "../src/hass.ts";
import type { Message } from "../src/message.ts";

// There is no page here: nobody hides it, and nobody touches it.
const page = { hidden: false };
let touch: () => void = () => undefined;
Object.assign(globalThis, {
  document: page,
  addEventListener: (_sign: string, heard: () => void) => (touch = heard),
});
let now = 0;
mock.method(performance, "now", () => now);
const { Subscription } = await import("../src/subscription.ts");

/** A connection as Home Assistant's: its numbers begin anew whenever it is back. */
class Scene {
  asked: object[] = [];
  followed: number[] = [];
  ended: number[] = [];
  updates = 0;
  refusal: object | undefined;
  tell: (message: Message) => void = () => undefined;
  ready: (() => void)[] = [];

  readonly connection = {
    subscribeMessage: async (told: (message: never) => void, asked: object) => {
      this.asked.push(asked);
      if (this.refusal) throw this.refusal;
      this.tell = told as (message: Message) => void;
      const number = this.followed.length + 1;
      this.followed.push(number);
      return () => void this.ended.push(number);
    },
    addEventListener: (_name: string, heard: () => void) => this.ready.push(heard),
    removeEventListener: (_name: string, heard: () => void) => {
      const at = this.ready.indexOf(heard);
      if (at >= 0) this.ready.splice(at, 1);
    },
  };

  /** The connection was lost, and with it all that was followed; now it is back. */
  back(): void {
    this.followed = [];
    this.ready.forEach((heard) => heard());
  }
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
  assert.deepEqual(scene.ended, [1]);
  assert.equal(scene.ready.length, 0);
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
  assert.deepEqual(scene.ended, [1]);
  assert.equal(scene.ready.length, 1);
});

test("it begins again when Home Assistant is back, and shows the old figures until then", async () => {
  const scene = new Scene();
  scene.subscription.hostConnected();
  scene.subscription.follow(scene.hass, {});
  await settle();
  scene.tell(message);
  scene.back();
  await settle();
  assert.equal(scene.asked.length, 2);
  assert.equal(scene.subscription.message, message);
  // The number of the old connection is somebody else's by now.
  assert.deepEqual(scene.ended, []);
});

test("who else listens for the connection hears of it, too", async () => {
  const scene = new Scene();
  let heard = 0;
  scene.subscription.hostConnected();
  scene.subscription.follow(scene.hass, {});
  scene.connection.addEventListener("ready", () => (heard += 1));
  await settle();
  for (const times of [1, 2]) {
    scene.back();
    await settle();
    assert.equal(heard, times);
    assert.equal(scene.asked.length, 1 + times);
  }
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

test("that somebody looks is told while somebody is there", async () => {
  const scene = new Scene();
  scene.subscription.follow(scene.hass, { opened: true });
  scene.subscription.hostConnected();
  // A wall's page comes back by itself; a phone's, because somebody took it up.
  now = 3_600_000;
  scene.back();
  touch();
  now += 1000;
  scene.back();
  page.hidden = true;
  scene.back();
  page.hidden = false;
  await settle();
  const opened = scene.asked.map((asked) => (asked as { opened: boolean }).opened);
  assert.deepEqual(opened, [true, false, true, false]);
});
