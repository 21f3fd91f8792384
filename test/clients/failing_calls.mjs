// SPDX-License-Identifier: BSL-1.0
//
// Calls that fail on demand, as a client in JavaScript sees them: `failing_calls.mjs PORT FAULT...`.
// Puts each fault in place of the one before, makes one call, and prints a line: the status, or the
// code of the error; then how many whole tenths of a second it took.
import {Agent, request} from "node:http";

const [port, ...faults] = process.argv.slice(2);

function post(path, body, timeout = 30000) {
    const agent = new Agent({keepAlive: true, maxSockets: 1});
    return new Promise((resolve, reject) => {
        const call = request({host: "127.0.0.1", port, path, method: "POST", timeout, agent}, (answer) => {
            let text = "";
            answer.on("data", (part) => { text += part; });
            answer.on("end", () => resolve({status: answer.statusCode, text}));
            answer.on("error", reject);
        });
        call.on("timeout", () => call.destroy(Object.assign(new Error(), {code: "timeout"})));
        call.on("error", reject);
        call.end(JSON.stringify(body));
    }).finally(() => agent.destroy());
}

const who = {username: "u", password: "p", organisation: "world"};
const token = JSON.parse((await post("/authentication/token", who)).text).data.token;
for (const fault of faults) {
    const put = await post("/__admin/organisations/world/faults/replace", [JSON.parse(fault)]);
    if (put.status !== 200) throw new Error(put.text);
    const begin = performance.now();
    let text;
    try {
        const body = {token, web_customer_events_set: []};
        text = (await post("/customer_events/bulk/web/create", body, 1000)).status;
    } catch (error) {
        text = error.code;
    }
    console.log(`${text} ${Math.floor((performance.now() - begin) / 100)}`);
}
