const URL_PASSWORD = /\b([a-z][a-z0-9+.-]*:\/\/[^\s/@:]*):[^\s/]*@/gi;

/** Replaces the password of every URL in the text: `redis://user:secret@host` becomes `redis://user:***@host`. */
export const redactUrlPasswords = (text: string): string => text.replace(URL_PASSWORD, "$1:***@");

/** What of a URL may be shown: scheme and host. Text that is no URL may be a secret with a typing mistake. */
export function showUrl(text: string): string {
  if (text === "") return "";
  if (!URL.canParse(text)) return "***";
  const { protocol, host, username, password } = new URL(text);
  return `${protocol}//${username + password === "" ? "" : "***@"}${host}`;
}
