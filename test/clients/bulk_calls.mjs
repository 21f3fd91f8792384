// SPDX-License-Identifier: BSL-1.0
//
// Logs in and makes bulk calls as a client in JavaScript does: `bulk_calls.mjs PORT BODY_FILE`.
// Prints each answer as one line of JSON: its status, header fields and body. The body of the
// calls is the file's, with {{token}} in it.
import {readFileSync} from "node:fs";
import {gzipSync} from "node:zlib";

const [port, bodyFile] = process.argv.slice(2);
const base = `http://127.0.0.1:${port}/crmapi/rest/v2/`;

async function call(method, body, headers = {}) {
    const answer = await fetch(base + method, {method: "POST", body, headers});
    const text = await answer.text();
    console.log(JSON.stringify({status: answer.status, fields: [...answer.headers], body: text}));
    return text;
}

const who = {username: "u", password: "p", organisation: "world"};
const token = JSON.parse(await call("authentication/token", JSON.stringify(who))).data.token;
const body = readFileSync(bodyFile, "utf8").replace("{{token}}", token);

const create = "customer_events/bulk/web/create";
await call(create, body, {"Content-Type": "application/json"});
await call(create, gzipSync(body), {"Content-Encoding": "gzip"});
await Promise.all([1, 2, 3, 4, 5].map(() => call(create, body)));
