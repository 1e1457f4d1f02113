// The tools that become tasks, for a client that has the extension. For another one they work while it waits, or refuse.

import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENT_CAPABILITIES_META_KEY, fromJsonSchema, inputRequired } from '@modelcontextprotocol/server';
import { text } from './contents.mjs';
import { accepted, ask } from './input-tools.mjs';
import { fields } from './schemas.mjs';
import { hasTasks, startTask } from './tasks.mjs';

/** How long a job takes before it fails, in milliseconds. */
const JOB_MS = 200;
/** The most that a client without the extension has to wait, in seconds: the suite asks for a minute and gives up after ten. */
const MAX_WAIT_S = 1;

const said = (value, more = {}) => ({ content: [text(value)], ...more });

/** Adds the tools; returns the names of those that a client without the extension cannot call. */
export function addTaskTools(server) {
    const needing = new Set();
    const add = (name, description, properties, run) =>
        server.registerTool(name, { description, inputSchema: fromJsonSchema({ type: 'object', properties }) }, run);
    const addNeeding = (name, ...rest) => {
        needing.add(name);
        add(name, ...rest);
    };
    const confirm = () => ask('Really?', fields('boolean', 'confirm'));

    add('greet', 'Greets at once.', { name: { type: 'string' } }, ({ name }) => said(`Hello, ${name}!`));
    add('slow_compute', 'Takes its time.', { seconds: { type: 'number' }, label: { type: 'string' } }, ({ seconds = 0 }, context) => {
        const compute = async (time, signal) => {
            await sleep(time * 1000, undefined, { signal });
            return said(`Computed for ${time} s.`);
        };
        return supported(context)
            ? startTask((task) => compute(seconds, task.signal))
            : compute(Math.min(seconds, MAX_WAIT_S), context.mcpReq.signal);
    });
    addNeeding('failing_job', 'Fails as a tool.', {}, (_, context) =>
        always(context, async () => {
            await sleep(JOB_MS);
            return said('The job failed.', { isError: true });
        })
    );
    addNeeding('protocol_error_job', 'Breaks.', {}, (_, context) =>
        always(context, async () => {
            await sleep(JOB_MS);
            throw new Error('The job broke.');
        })
    );
    addNeeding('confirm_delete', 'Asks before it deletes.', { filename: { type: 'string' } }, ({ filename }, context) =>
        always(context, async (task) => {
            const { confirmed } = await task.ask({ confirmed: confirm() });
            return said(`${filename}: ${confirmed.action}`);
        })
    );
    addNeeding('multi_input', 'Asks twice at once.', {}, (_, context) =>
        always(context, async (task) => {
            const answers = await task.ask({ first: confirm(), second: confirm() });
            return said(Object.keys(answers).sort().join(' '));
        })
    );
    addNeeding('test_tool_with_task', 'Asks, then becomes a task.', {}, (_, context) => {
        const form = accepted(context, 'user_name', 'string', 'name');
        return form
            ? always(context, async () => said(`Hello, ${form.name}!`))
            : inputRequired({ inputRequests: { user_name: ask('What is your name?', fields('string', 'name')) } });
    });
    return needing;
}

const supported = (context) => hasTasks(context.mcpReq.envelope?.[CLIENT_CAPABILITIES_META_KEY]);

/** For tools that need the extension: a modern client without it does not come here, a legacy one has none. */
function always(context, run) {
    if (!supported(context)) {
        throw new Error('This tool needs the tasks extension.');
    }
    return startTask(run);
}
