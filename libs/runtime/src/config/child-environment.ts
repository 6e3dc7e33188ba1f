/** The environment of this process and what is added to it, for a process that it starts. */
export const childEnvironment = (added: Readonly<Record<string, string>>): Record<string, string | undefined> => ({
  ...process.env,
  ...added,
});
