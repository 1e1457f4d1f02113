// What the driver sends to each server: `calls`, `prompts`, `reads` and `completions` in the order they are sent.
// What a server lists and a table does not name is called with the least that its schema asks for.
// `progress: true` asks for progress, `log: true` says that one log message belongs to the call,
// `announces` names the list that the call changes, `logging` says that the server has log levels.

const gzip = (outputType) => ({
    name: 'gzip-file-as-resource',
    arguments: { name: 'note.txt.gz', data: 'data:text/plain;base64,SGVsbG8sIGdhdGV3YXkhCg==', outputType }
});

export const tables = {
    everything: {
        logging: true,
        calls: [
            { name: 'echo', arguments: { message: 'h\u00e9llo \u2713 \u2028 \ud83d\ude00 "quoted" \\ back' } },
            { name: 'echo', arguments: {}, note: 'missing argument' },
            { name: 'get-annotated-message', arguments: { messageType: 'error', includeImage: true } },
            { name: 'get-annotated-message', arguments: { messageType: 'success' } },
            { name: 'get-annotated-message', arguments: { messageType: 'debug' } },
            { name: 'get-env', arguments: {} },
            { name: 'get-resource-links', arguments: { count: 4 } },
            { name: 'get-resource-reference', arguments: { resourceType: 'Text', resourceId: 1 } },
            { name: 'get-resource-reference', arguments: { resourceType: 'Blob', resourceId: 2 } },
            { name: 'get-resource-reference', arguments: { resourceType: 'Text', resourceId: 0 }, note: 'refused' },
            { name: 'get-structured-content', arguments: { location: 'New York' } },
            { name: 'get-structured-content', arguments: { location: 'Atlantis' }, note: 'refused' },
            { name: 'get-sum', arguments: { a: 2, b: 3.5 } },
            { name: 'get-tiny-image', arguments: {} },
            { ...gzip('resource'), announces: 'resources' },
            { ...gzip('resourceLink') },
            { name: 'toggle-simulated-logging', arguments: {}, note: 'on', log: true },
            { name: 'toggle-simulated-logging', arguments: {}, note: 'off' },
            { name: 'toggle-subscriber-updates', arguments: {}, note: 'on' },
            { name: 'toggle-subscriber-updates', arguments: {}, note: 'off' },
            { name: 'trigger-long-running-operation', arguments: { duration: 0.4, steps: 4 }, progress: true },
            { name: 'simulate-research-query', arguments: { topic: 'tea' } }
        ],
        prompts: [
            { name: 'simple-prompt' },
            { name: 'args-prompt', arguments: { city: 'Z\u00fcrich', state: 'ZH' } },
            { name: 'args-prompt', arguments: { city: 'Paris' } },
            { name: 'args-prompt', arguments: {}, note: 'missing argument' },
            { name: 'completable-prompt', arguments: { department: 'Engineering', name: 'Alice' } },
            { name: 'resource-prompt', arguments: { resourceType: 'Text', resourceId: '1' } },
            { name: 'resource-prompt', arguments: { resourceType: 'Blob', resourceId: '2' } }
        ],
        reads: [
            { uri: 'demo://resource/dynamic/text/7' },
            { uri: 'demo://resource/dynamic/blob/8' },
            { uri: 'demo://resource/dynamic/text/nought', note: 'refused' },
            { uri: 'demo://resource/session/note.txt.gz', note: 'made by a call' }
        ],
        completions: [
            { ref: { type: 'ref/prompt', name: 'completable-prompt' }, argument: { name: 'department', value: 'S' } },
            {
                ref: { type: 'ref/prompt', name: 'completable-prompt' },
                argument: { name: 'name', value: '' },
                context: { arguments: { department: 'Sales' } }
            },
            {
                ref: { type: 'ref/resource', uri: 'demo://resource/dynamic/text/{resourceId}' },
                argument: { name: 'resourceId', value: '12' }
            }
        ]
    },

    // servers/odd.mjs: the names of its tools are enough.
    odd: {
        calls: [],
        prompts: [{ name: 'first', arguments: { a: 'x\u2028y' } }, { name: 'second' }],
        reads: [{ uri: 'odd://made/anything' }],
        completions: [{ ref: { type: 'ref/prompt', name: 'first' }, argument: { name: 'a', value: '' } }]
    },

    // server-memory on an empty file.
    memory: {
        calls: [
            { name: 'create_entities', arguments: { entities: [{ name: 'Ada', entityType: 'person', observations: ['writes'] }, { name: 'Engine', entityType: 'thing', observations: [] }] } },
            { name: 'create_relations', arguments: { relations: [{ from: 'Ada', to: 'Engine', relationType: 'programs' }] } },
            { name: 'add_observations', arguments: { observations: [{ entityName: 'Ada', contents: ['counts'] }] } },
            { name: 'search_nodes', arguments: { query: 'ada' } },
            { name: 'open_nodes', arguments: { names: ['Engine'] } },
            { name: 'delete_observations', arguments: { deletions: [{ entityName: 'Ada', observations: ['counts'] }] } },
            { name: 'delete_relations', arguments: { relations: [{ from: 'Ada', to: 'Engine', relationType: 'programs' }] } },
            { name: 'delete_entities', arguments: { entityNames: ['Engine'] } },
            { name: 'read_graph', arguments: {} }
        ],
        prompts: [],
        reads: [],
        completions: []
    }
};
