// The tools that answer by themselves, without asking the client.

import { setTimeout as sleep } from 'node:timers/promises';
import { fromJsonSchema } from '@modelcontextprotocol/server';
import { changed, changes } from './changes.mjs';
import { audio, embedded, image, text } from './contents.mjs';
import { EVERY_KEYWORD } from './schemas.mjs';

/** How long a tool pretends to work between two messages, in milliseconds. */
const STEP_MS = 50;

/** Adds the tools; returns the one whose description changes. */
export function addTools(server) {
    const add = (name, description, answer) => server.registerTool(name, { description }, answer);

    // The first in the list is one that anybody can call: the suite's header scenarios take the first.
    add('test_simple_text', 'Gives a text.', () => ({ content: [text('This is a simple text response for testing.')] }));
    add('test_image_content', 'Gives an image.', () => ({ content: [image()] }));
    add('test_audio_content', 'Gives a sound.', () => ({ content: [audio()] }));
    add('test_embedded_resource', 'Gives an embedded resource.', () => ({
        content: [embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')]
    }));
    add('test_multiple_content_types', 'Gives a text, an image and a resource.', () => ({
        content: [
            text('Multiple content types test:'),
            image(),
            embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}')
        ]
    }));
    add('test_error_handling', 'Fails.', () => ({ content: [text('This tool intentionally returns an error for testing')], isError: true }));
    add('test_tool_with_logging', 'Logs while it works.', withLogging);
    add('test_tool_with_progress', 'Says how far it is.', withProgress);
    add('test_reconnection', 'Drops the stream of its own call and answers on the next.', afterReconnection);
    addModernTools(add);
    addSchemaTools(server);
    add('test_trigger_tool_change', 'Changes the list of tools.', () => trigger('tools'));
    add('test_trigger_prompt_change', 'Changes the list of prompts.', () => trigger('prompts'));
    add('test_trigger_resource_change', 'Changes the watched resource.', () => trigger('resource'));
    return add('test_changing_tool', changed('tools'), () => ({ content: [text(changed('tools'))] }));
}

/** What the scenario of the stateless protocol looks at. */
function addModernTools(add) {
    add('test_streaming_elicitation', 'Answers on a stream that holds no request.', async (context) => {
        await progress(context, 1, 1);
        return { content: [text('No request was needed.')] };
    });
    add('test_logging_tool', 'Logs if the client wants that.', async (context) => {
        await context.mcpReq.log('info', 'test_logging_tool was called');
        return { content: [text('Logged, if that was wanted.')] };
    });
}

function addSchemaTools(server) {
    server.registerTool(
        'json_schema_2020_12_tool',
        { description: 'Has a schema with many keywords.', inputSchema: fromJsonSchema(EVERY_KEYWORD) },
        (given) => ({ content: [text(JSON.stringify(given))] })
    );
    const inputSchema = fromJsonSchema({
        type: 'object',
        properties: {
            region: { type: 'string', description: 'Where', 'x-mcp-header': 'Region' },
            level: { type: 'integer', description: 'How much' }
        }
    });
    server.registerTool('test_x_mcp_header', { description: 'Wants an argument in a header too.', inputSchema }, ({ region }) => ({
        content: [text(`region=${region ?? 'none'}`)]
    }));
}

async function withLogging(context) {
    await context.mcpReq.log('info', 'Tool execution started');
    await sleep(STEP_MS);
    await context.mcpReq.log('info', 'Tool processing data');
    await sleep(STEP_MS);
    await context.mcpReq.log('info', 'Tool execution completed');
    return { content: [text('Logged three times.')] };
}

async function withProgress(context) {
    for (const step of [0, 50, 100]) {
        await progress(context, step, 100);
        await sleep(STEP_MS);
    }
    return { content: [text('Done in three steps.')] };
}

async function progress({ mcpReq }, done, total) {
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken !== undefined) {
        await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: done, total } });
    }
}

async function afterReconnection(context) {
    await sleep(STEP_MS);
    context.http?.closeSSE?.(); // there is nothing to close on standard streams, nor in the modern era
    await sleep(STEP_MS);
    return { content: [text('The call survived the loss of its stream.')] };
}

function trigger(kind) {
    changes.make(kind);
    return { content: [text(changed(kind))] };
}
