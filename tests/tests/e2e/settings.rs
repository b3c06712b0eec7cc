//! What an administrator decides, stored as the console stores it.

use serde_json::{Value, json};
use sidetone_e2e::{Done, Stage, Trouble};

use crate::console::console;

/// Stores settings of the demo tenant, and goes back to HubSpot's page. In a ring group an agent is
/// named by their name.
pub async fn decide(stage: &Stage, settings: Value) -> Done {
    let page = console(stage).await?;
    // The page's own session stays in the page; its cookie gives another.
    let script = "const ask = async (method, path, token, body) => { \
                    const answer = await fetch(path, { method, body, headers: { \
                      'Content-Type': 'application/json', \
                      ...(token && { Authorization: `Bearer ${token}` }) } }); \
                    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`); \
                    return answer.json() }; \
                  const { token } = await ask('POST', '/api/console/session', '', '{}'); \
                  const me = await ask('GET', '/api/console/me', token); \
                  const demo = me.tenants.find((tenant) => tenant.name === 'Demo'); \
                  const at = `/api/console/tenants/${demo.tenant}`; \
                  const { agents } = await ask('GET', `${at}/choices`, token); \
                  const settings = arguments[0]; \
                  const id = (name) => agents.find(([, known]) => known === name)[0]; \
                  for (const group of settings.groups ?? []) group.agents = group.agents.map(id); \
                  await ask('PUT', `${at}/settings`, token, JSON.stringify(settings)); \
                  return true";
    let script = format!("return (async (...arguments_) => {{ {script} }})(...arguments)")
        .replace("arguments[0]", "arguments_[0]");
    if page.script(&script, vec![settings]).await? != json!(true) {
        return Err(Trouble::Said(String::from("the settings were not stored")));
    }
    stage.tab.go(&format!("{}/", stage.preview.hubspot())).await
}
