/** What the card uses of Home Assistant's frontend. */

export interface Locale {
  language: string;
  number_format: string;
  time_format: string;
}

export type Unsubscribe = () => Promise<void> | void;

export interface Connection {
  subscribeMessage<T>(
    told: (message: T) => void,
    asked: object,
    options?: { resubscribe: boolean },
  ): Promise<Unsubscribe>;
  addEventListener(name: "ready", heard: () => void): void;
  removeEventListener(name: "ready", heard: () => void): void;
}

/** Asks Taara; what it refuses is thrown. */
export type Ask = <T>(command: string, fields?: object) => Promise<T>;

export interface Hass {
  connection: Connection;
  locale: Locale;
  config: { time_zone: string };
  entities: Record<string, { platform?: string; device_id?: string } | undefined>;
  devices: Record<string, { config_entries?: string[] } | undefined>;
  callWS<T>(asked: object): Promise<T>;
}

/** An error as the websocket tells it. */
export interface Refusal {
  code: string;
  message: string;
}

/** What the websocket answers to a command that nobody has registered. */
export const UNKNOWN_COMMAND = "unknown_command";
