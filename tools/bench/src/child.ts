import { tasks } from "./tasks.ts";
import type { TaskName } from "./tasks.ts";

const [name = "", input = "{}"] = process.argv.slice(2);
const load = tasks[name as TaskName] as (() => Promise<(input: unknown) => unknown>) | undefined;
if (load === undefined) throw new Error(`no task ${JSON.stringify(name)}; there are ${Object.keys(tasks).join(", ")}`);
const task = await load();
const result: unknown = await task(JSON.parse(input));
// What the task has opened stays open until the parent has seen enough and ends this process.
process.stdout.write(`${JSON.stringify(result)}\n`);
