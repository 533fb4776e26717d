import type { ReactiveController, ReactiveControllerHost } from "lit";
import { UNKNOWN_COMMAND, type Connection, type Hass, type Refusal } from "./hass.ts";
import type { Unsubscribe } from "./hass.ts";
import type { Message } from "./message.ts";

const AGAIN_MS = 3000;

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
    if (this.#connected) this.#begin();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#begin();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#end();
  }

  readonly #again = (): void => {
    this.#end();
    this.#begin(true);
  };

  #begin(back = false): void {
    if (!this.#connection || this.#stop) return;
    // What comes back by itself, or behind others, is not looked at.
    const unseen = back || document.hidden ? { opened: false } : {};
    const connection = this.#connection;
    connection.addEventListener("ready", this.#again);
    const told = (message: Message) => {
      this.message = message;
      this.error = undefined;
      this.#host.requestUpdate();
    };
    const stop = connection.subscribeMessage(
      told,
      { type: "taara/overview/subscribe", ...this.#asked, ...unseen },
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
