import type { ReactiveController, ReactiveControllerHost } from "lit";
import { UNKNOWN_COMMAND, type Connection, type Hass, type Refusal } from "./hass.ts";
import type { Unsubscribe } from "./hass.ts";
import type { Message } from "./message.ts";

const AGAIN_MS = 3000;
const UNSEEN = { opened: false };
// A page shows itself, or comes back, without anybody there: who is, was heard of lately.
const HERE_MS = 30_000;
let somebody = 0;
for (const sign of ["pointerdown", "keydown", "visibilitychange"]) {
  addEventListener(sign, () => (somebody = performance.now()), true);
}

/**
 * Follows a household while the element is on the page.
 *
 * After Home Assistant was away it begins again by itself: Taara may be set up later
 * than the connection is back.
 */
export class Subscription implements ReactiveController {
  message: Message | undefined;
  error: string | undefined;

  #connection: Connection | undefined;
  #asked: object | undefined;
  #connected = false;
  #stop: Promise<Unsubscribe> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Follow what is asked for, from now on; the same again changes nothing. */
  follow(hass: Hass, asked: object): void {
    const same = JSON.stringify(asked) === JSON.stringify(this.#asked);
    if (same && hass.connection === this.#connection) return;
    this.#end();
    this.message = same ? this.message : undefined;
    this.#connection = hass.connection;
    this.#asked = asked;
    if (this.#connected) this.#begin(true);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#begin(true);
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#end();
  }

  /** On a connection that is back nothing is followed: old numbers are others' by now. */
  readonly #again = (): void => {
    clearTimeout(this.#timer);
    this.#stop = undefined;
    this.#begin();
  };

  #begin(first = false): void {
    const connection = this.#connection;
    if (!connection || this.#stop) return;
    if (first) connection.addEventListener("ready", this.#again);
    const seen = !document.hidden && performance.now() - somebody < HERE_MS;
    const told = (message: Message) => {
      this.message = message;
      this.error = undefined;
      this.#host.requestUpdate();
    };
    const stop = connection.subscribeMessage(
      told,
      { type: "taara/overview/subscribe", ...this.#asked, ...(seen ? {} : UNSEEN) },
      { resubscribe: false },
    );
    this.#stop = stop;
    stop.catch((refusal: Refusal) => {
      if (this.#stop !== stop) return;
      if (refusal.code === UNKNOWN_COMMAND || !refusal.code) {
        this.#timer = setTimeout(this.#again, AGAIN_MS);
      } else {
        this.error = refusal.message;
        this.#host.requestUpdate();
      }
    });
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#connection?.removeEventListener("ready", this.#again);
    const stop = this.#stop;
    this.#stop = undefined;
    // Where the connection has gone, so has the subscription.
    stop?.then((end) => end()).catch(() => undefined);
  }
}
