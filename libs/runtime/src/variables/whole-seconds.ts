import * as parse from "../config/parsers.ts";

/** How a duration is read: whole seconds from 1 to `max`, as milliseconds. */
export const wholeSeconds = (max: number) => ({
  parse: parse.secondsAsMs(1, max),
  remedy: `Give whole seconds from 1 to ${max}.`,
});
