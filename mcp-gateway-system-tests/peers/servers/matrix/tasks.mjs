// The tools that become tasks of the extension, for a client that has it; for another one they answer at once.

import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENT_CAPABILITIES_META_KEY } from '@modelcontextprotocol/server';
import { text } from '../conformance/contents.mjs';
import { ask } from '../conformance/input-tools.mjs';
import { fields } from '../conformance/schemas.mjs';
import { hasTasks, startTask } from '../conformance/tasks.mjs';

const LONG_MS = 60_000;

const says = (value) => ({ content: [text(value)] });

/** Adds the tools; none is refused to a client without the extension. */
export function addTaskTools(server) {
    const supported = (context) => hasTasks(context.mcpReq.envelope?.[CLIENT_CAPABILITIES_META_KEY]);
    const add = (name, run) =>
        server.registerTool(name, { description: 'Becomes a task.' }, (context) => (supported(context) ? startTask(run) : says('Nobody waits.')));
    add('task_asking', async (task) => {
        const { name } = await task.ask({ name: ask('Your name?', fields('string', 'name')) });
        return says(`Hello, ${name.content.name}.`);
    });
    add('task_long', async ({ signal }) => {
        await sleep(LONG_MS, undefined, { signal });
        return says('It took its time.');
    });
    return new Set();
}
