//! People at the console, for tests.

use contract::console::Role;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use sidetone_backend::invitations;
use sidetone_backend::people::{self, TenantId};
use sidetone_backend::persons::{self, NewMember, PersonId};

use crate::rig::{ORIGIN, Rig};

/// Somebody with the console open.
pub struct Person {
    pub id: PersonId,
    pub token: String,
}

impl Rig {
    /// The tenant that the rig's agent belongs to.
    pub async fn tenant(&self) -> TenantId {
        let all = people::tenants(&self.store).await.unwrap();
        all.into_iter().find(|(_, name)| name == "Demo").unwrap().0
    }

    /// The first owner, signed in by the link that the first start prints.
    pub async fn owner(&self) -> Person {
        let link = invitations::first_owner(&self.store, ORIGIN).await.unwrap().unwrap();
        let owner = json!({ "name": "Olga Owner", "email": "olga@example.com", "role": "owner" });
        let body = json!({ "code": code_in(&link), "owner": owner });
        let answer = self.sign_in(&body).await;
        assert_eq!(answer.status(), 200);
        let session: Value = answer.json().await.unwrap();
        let person = persons::by_email(&self.store, "olga@example.com").await.unwrap().unwrap();
        Person { id: person.id, token: session["token"].as_str().unwrap().to_owned() }
    }

    /// A member of a tenant, signed in by an invitation.
    pub async fn member(&self, tenant: &TenantId, email: &str, role: Role) -> Person {
        let new = NewMember { name: email.to_owned(), email: email.to_owned(), role };
        persons::add_members(&self.store, tenant, &[new]).await.unwrap();
        let person = persons::by_email(&self.store, email).await.unwrap().unwrap();
        let (link, _) = invitations::invite(&self.store, ORIGIN, &person.id).await.unwrap();
        let session: Value =
            self.sign_in(&json!({ "code": code_in(&link) })).await.json().await.unwrap();
        Person { id: person.id, token: session["token"].as_str().unwrap().to_owned() }
    }

    pub async fn sign_in(&self, body: &Value) -> Response {
        let request = self.ask(Method::POST, "/api/console/session").header("origin", ORIGIN);
        request.json(body).send().await.unwrap()
    }

    /// A request of the console's.
    pub fn console(&self, who: &Person, method: &str, path: &str) -> RequestBuilder {
        let request = self.ask(method.parse().unwrap(), &format!("/api/console{path}"));
        request.header("origin", ORIGIN).bearer_auth(&who.token)
    }
}

/// The code in a link.
pub fn code_in(link: &str) -> &str {
    link.split_once("#welcome=").unwrap().1
}
