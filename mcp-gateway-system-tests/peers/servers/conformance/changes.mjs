// How often the lists and the watched resource of this process changed. Each change shows, because a gateway may hold back
// the news of a change that changed nothing.

class Changes {
    #counts = { tools: 0, added: 0, prompts: 0, resources: 0, resource: 0 };
    #listeners = new Set();

    count(kind) {
        return this.#counts[kind];
    }

    /** Changes a tool, adds one, changes the list of prompts or of resources, or the one watched resource. */
    make(kind) {
        this.#counts[kind]++;
        this.#listeners.forEach((listener) => listener(kind));
    }

    /** Calls back after each change, until the function that this returns is called. */
    listen(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }
}

export const changes = new Changes();

/** The words in which the state of that kind shows. */
export const changed = (kind) => `Changed ${changes.count(kind)} times.`;
