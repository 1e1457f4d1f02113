// The tools that ask the client. Each is written once, in the modern way; to a legacy client the SDK sends the questions as
// requests of their own.

import { inputRequired, inputResponse, UrlElicitationRequiredError } from '@modelcontextprotocol/server';
import { text } from '../conformance/contents.mjs';
import { accepted, ask } from '../conformance/input-tools.mjs';
import { fields } from '../conformance/schemas.mjs';

const says = (value) => ({ content: [text(typeof value === 'string' ? value : JSON.stringify(value))] });

const WEATHER = { name: 'weather', description: 'Tells the weather.', inputSchema: fields('string', 'city') };

const PAGE = 'https://example.com/visit?id=1';

const user = (value) => [{ role: 'user', content: text(value) }];

/** The questions, by name. */
const QUESTIONS = {
    roots: () => inputRequired.listRoots(),
    sampling: () => inputRequired.createMessage({ messages: user('Say it.'), maxTokens: 10, temperature: 0.5, systemPrompt: 'Be brief.' }),
    sampling_tools: () => inputRequired.createMessage({ messages: user('Weather?'), maxTokens: 10, tools: [WEATHER], toolChoice: { mode: 'required' } }),
    form: () => ask('Your name?', fields('string', 'name')),
    declined: () => ask('decline', fields('string', 'name')),
    url: () => inputRequired.elicitUrl({ message: 'Visit this page', url: PAGE })
};

/** Adds the tools; `states` seals what a tool remembers from one round to the next. */
export function addAskingTools(server, states) {
    const add = (name, run) => server.registerTool(name, { description: 'Asks the client.' }, run);
    const answers = (context, names) => Object.fromEntries(names.map((name) => [name, inputResponse(context.mcpReq.inputResponses, name)]));
    const questions = (names) => inputRequired({ inputRequests: Object.fromEntries(names.map((name) => [name, QUESTIONS[name]()])) });
    const asking = (...names) => (context) => {
        const given = answers(context, names);
        return names.some((name) => given[name].kind === 'missing') ? questions(names) : says(given);
    };
    for (const name of Object.keys(QUESTIONS)) {
        add(`ask_${name}`, asking(name));
    }
    add('ask_several', asking('roots', 'sampling', 'form'));
    add('ask_rounds', async (context) => {
        const known = context.mcpReq.requestState?.() ?? { names: [] };
        const name = accepted(context, 'form', 'string', 'name')?.name;
        const names = name === undefined ? known.names : [...known.names, name];
        return names.length === 3 ? says(names) : inputRequired({ inputRequests: { form: QUESTIONS.form() }, requestState: await states.mint({ names }) });
    });
    add('url_required', (context) => {
        if (visited) {
            visited = false;
            return says('visited');
        }
        visited = true;
        throw new UrlElicitationRequiredError([{ mode: 'url', message: 'Visit this page first', url: PAGE, elicitationId: 'e1' }]);
    });
    let visited = false;
    add('elicitation_complete', async (context) => {
        await context.mcpReq.notify({ method: 'notifications/elicitation/complete', params: { elicitationId: 'e1' } });
        return says('Told.');
    });
}
