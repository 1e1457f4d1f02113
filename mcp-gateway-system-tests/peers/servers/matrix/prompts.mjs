// The prompts, and the completion of arguments of prompts and templates.

import { fromJsonSchema, inputRequired } from '@modelcontextprotocol/server';
import { changed } from '../conformance/changes.mjs';
import { image, text, user } from '../conformance/contents.mjs';
import { accepted, ask } from '../conformance/input-tools.mjs';
import { fields } from '../conformance/schemas.mjs';
import { ICON } from './tools.mjs';

const VALUES = { 'name cat': ['catalan', 'catherine'], 'id o': ['one', 'other'] };

/** Adds the prompts; returns the one whose description changes. */
export function addPrompts(server) {
    server.registerPrompt(
        'greet',
        { title: 'Greeting', description: 'Greets.', argsSchema: fromJsonSchema(fields('string', 'name')), icons: [ICON], _meta: { 'com.example/prompt': 1 } },
        ({ name }) => ({ description: 'A greeting.', messages: [user(text(`Greet ${name}.`)), user(image())], _meta: { 'com.example/result': name } })
    );
    server.registerPrompt('asking_prompt', { description: 'Asks before it answers.' }, (context) => {
        const form = accepted(context, 'mood', 'string', 'mood');
        return form ? { messages: [user(text(`In a mood: ${form.mood}`))] } : inputRequired({ inputRequests: { mood: ask('Which mood?', fields('string', 'mood')) } });
    });
    // With the arguments that were resolved already, which a legacy server knows since 2025-06-18.
    server.server.setRequestHandler('completion/complete', ({ params }) => {
        const values = VALUES[`${params.argument.name} ${params.argument.value}`] ?? [];
        const more = params.context?.arguments?.language === undefined ? [] : [`in ${params.context.arguments.language}`];
        return { completion: { values: [...values, ...more], total: values.length + more.length, hasMore: false } };
    });
    return server.registerPrompt('changing_prompt', { description: changed('prompts') }, () => ({ messages: [user(text(changed('prompts')))] }));
}
