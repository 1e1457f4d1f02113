// The prompts, and the completion of their arguments.

import { fromJsonSchema, inputRequired } from '@modelcontextprotocol/server';
import { changed } from './changes.mjs';
import { embedded, image, text, user } from './contents.mjs';
import { accepted, ask } from './input-tools.mjs';
import { fields } from './schemas.mjs';

const SUGGESTIONS = ['test', 'testing', 'paris', 'park', 'party'];

/** Adds the prompts; returns the one whose description changes. */
export function addPrompts(server) {
    const add = (name, description, messages) => server.registerPrompt(name, { description }, messages);
    const withArguments = (name, description, names, messages) =>
        server.registerPrompt(name, { description, argsSchema: fromJsonSchema(fields('string', ...names)) }, messages);

    add('test_simple_prompt', 'Gives a text.', () => ({ messages: [user(text('This is a simple prompt for testing.'))] }));
    withArguments('test_prompt_with_arguments', 'Repeats its arguments.', ['arg1', 'arg2'], ({ arg1, arg2 }) => ({
        messages: [user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))]
    }));
    withArguments('test_prompt_with_embedded_resource', 'Embeds a resource.', ['resourceUri'], ({ resourceUri }) => ({
        messages: [
            user(embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.')),
            user(text('Please process the embedded resource above.'))
        ]
    }));
    add('test_prompt_with_image', 'Holds an image.', () => ({
        messages: [user(image()), user(text('Please analyze the image above.'))]
    }));
    add('test_input_required_result_prompt', 'Asks before it answers.', (context) => {
        const form = accepted(context, 'user_context', 'string', 'context');
        return form
            ? { messages: [user(text(`Use this context: ${form.context}`))] }
            : inputRequired({ inputRequests: { user_context: ask('What context should the prompt use?', fields('string', 'context')) } });
    });

    server.server.setRequestHandler('completion/complete', ({ params }) => {
        const values = SUGGESTIONS.filter((suggestion) => suggestion.startsWith(params.argument.value));
        return { completion: { values, total: values.length, hasMore: false } };
    });
    return add('test_changing_prompt', changed('prompts'), () => ({ messages: [user(text(changed('prompts')))] }));
}
