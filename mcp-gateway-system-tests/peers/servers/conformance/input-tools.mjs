// The tools that ask the client. Each is written once, in the modern way; for a legacy client the SDK sends the questions
// as requests of their own and calls the tool again with the answers.

import { CLIENT_CAPABILITIES_META_KEY, fromJsonSchema, inputRequired, inputResponse, ProtocolError } from '@modelcontextprotocol/server';
import { text } from './contents.mjs';
import { CHOICES, DEFAULTS, fields } from './schemas.mjs';

const INVALID_PARAMS = -32602;

const answer = (context, key) => inputResponse(context.mcpReq.inputResponses, key);

/** The content of a form that was sent; undefined if it was not, or is not what was asked for. */
export function accepted(context, key, type, ...names) {
    const view = answer(context, key);
    const complete = view.kind === 'elicit' && view.action === 'accept' && names.every((name) => typeof view.content?.[name] === type);
    return complete ? view.content : undefined;
}

export const ask = (message, requestedSchema) => inputRequired.elicit({ message, requestedSchema });

const sample = (prompt, maxTokens) => inputRequired.createMessage({ messages: [{ role: 'user', content: text(prompt) }], maxTokens });

const said = (value) => ({ content: [text(value)] });

/** Adds the tools; `states` seals what a tool remembers from one round to the next. */
export function addInputTools(server, states) {
    const add = (name, description, run) => server.registerTool(name, { description }, run);
    addLegacyNames(server, add);
    addSingleQuestions(add);
    addStatefulTools(add, states);

    add('test_input_required_result_capabilities', 'Asks only what the client can answer.', (context) => {
        const declared = context.mcpReq.envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities() ?? {};
        const inputRequests = {
            ...(declared.sampling && { completion: sample('Say hello.', 20) }),
            ...(declared.elicitation && { name: ask('What is your name?', fields('string', 'name')) }),
            ...(declared.roots && { roots: inputRequired.listRoots() })
        };
        const open = Object.keys(inputRequests).filter((key) => answer(context, key).kind === 'missing');
        return open.length === 0 ? said('Everything was answered.') : inputRequired({ inputRequests });
    });
}

/** The tools that the scenarios of the legacy revisions call. */
function addLegacyNames(server, add) {
    const withArgument = (name, description, argument, run) =>
        server.registerTool(name, { description, inputSchema: fromJsonSchema(fields('string', argument)) }, run);

    withArgument('test_sampling', "Asks the client's model.", 'prompt', ({ prompt }, context) => {
        const reply = answer(context, 'completion');
        return reply.kind === 'sampling' ? said(`LLM response: ${reply.result.content.text}`) : inputRequired({ inputRequests: { completion: sample(prompt, 100) } });
    });
    withArgument('test_elicitation', 'Asks the user.', 'message', ({ message }, context) =>
        form(context, message, fields('string', 'username', 'email'), 'User response')
    );
    add('test_elicitation_sep1034_defaults', 'Asks with defaults.', (context) =>
        form(context, 'Please check these values.', DEFAULTS, 'Elicitation completed')
    );
    add('test_elicitation_sep1330_enums', 'Asks to choose, in five ways.', (context) =>
        form(context, 'Please choose.', CHOICES, 'Elicitation completed')
    );
}

function form(context, message, schema, done) {
    const reply = answer(context, 'form');
    return reply.kind === 'elicit'
        ? said(`${done}: action=${reply.action}, content=${JSON.stringify(reply.content ?? {})}`)
        : inputRequired({ inputRequests: { form: ask(message, schema) } });
}

function addSingleQuestions(add) {
    add('test_input_required_result_elicitation', 'Asks for a name.', (context) => {
        const form = accepted(context, 'user_name', 'string', 'name');
        return form ? said(`Hello, ${form.name}!`) : inputRequired({ inputRequests: { user_name: ask('What is your name?', fields('string', 'name')) } });
    });
    add('test_input_required_result_sampling', 'Asks a model for a capital.', (context) => {
        const reply = answer(context, 'capital_question');
        return reply.kind === 'sampling'
            ? said(reply.result.content.text)
            : inputRequired({ inputRequests: { capital_question: sample('What is the capital of France?', 100) } });
    });
    add('test_input_required_result_list_roots', 'Asks for the roots.', (context) => {
        const reply = answer(context, 'client_roots');
        return reply.kind === 'roots'
            ? said(reply.roots.map((root) => root.uri).join(' '))
            : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
    });
    add('test_missing_capability', 'Cannot do without sampling.', (context) => {
        const reply = answer(context, 'completion');
        return reply.kind === 'sampling' ? said('Sampled.') : inputRequired({ inputRequests: { completion: sample('Say pong.', 16) } });
    });
}

function addStatefulTools(add, states) {
    for (const name of ['test_input_required_result_request_state', 'test_input_required_result_tampered_state']) {
        add(name, 'Gives the client a sealed state to hold.', async (context) => {
            if (!accepted(context, 'confirm', 'boolean', 'ok')) {
                return inputRequired({
                    inputRequests: { confirm: ask('Please confirm', fields('boolean', 'ok')) },
                    requestState: await states.mint({ tool: name })
                });
            }
            // The SDK opened the seal already and refused the request if it was broken.
            if (context.mcpReq.requestState()?.tool !== name) {
                throw new ProtocolError(INVALID_PARAMS, 'requestState is missing or of another tool');
            }
            return said('state-ok');
        });
    }
    add('test_input_required_result_multiple_inputs', 'Asks three things at once.', async (context) => {
        const name = accepted(context, 'user_name', 'string', 'name');
        const greeting = answer(context, 'greeting');
        const roots = answer(context, 'client_roots');
        if (name && greeting.kind === 'sampling' && roots.kind === 'roots') {
            return said(`${greeting.result.content.text} ${name.name}, of ${roots.roots.length} roots`);
        }
        return inputRequired({
            inputRequests: {
                user_name: ask('What is your name?', fields('string', 'name')),
                greeting: sample('Generate a greeting', 50),
                client_roots: inputRequired.listRoots()
            },
            requestState: await states.mint({ asked: 3 })
        });
    });
    add('test_input_required_result_multi_round', 'Asks one thing after the other.', async (context) => {
        const name = context.mcpReq.requestState()?.name ?? accepted(context, 'step1', 'string', 'name')?.name;
        const color = accepted(context, 'step2', 'string', 'color')?.color;
        if (name === undefined) {
            return inputRequired({
                inputRequests: { step1: ask('Step 1: What is your name?', fields('string', 'name')) },
                requestState: await states.mint({ round: 1 })
            });
        }
        if (color === undefined) {
            return inputRequired({
                inputRequests: { step2: ask('Step 2: What is your favorite color?', fields('string', 'color')) },
                requestState: await states.mint({ round: 2, name })
            });
        }
        return said(`${name} likes ${color}`);
    });
}
