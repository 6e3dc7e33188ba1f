export { redisAnnouncer } from "./announcer.ts";
export type { Announcer, AnnouncerOptions } from "./announcer.ts";
export { openAnnouncer } from "./open-announcer.ts";
export { redisListener } from "./listener.ts";
export type { Listener, ListenerOptions, ListenerState } from "./listener.ts";
export { encodeMessage, parseMessage } from "./message.ts";
export type { ParsedMessage, RefreshMessage } from "./message.ts";
