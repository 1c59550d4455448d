"""The WebAuthn ceremonies by the `webauthn` library."""

import json
from collections.abc import Mapping, Sequence

import webauthn
from pydantic import JsonValue
from webauthn.helpers import base64url_to_bytes, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api_gateway.domain.people import Person
from api_gateway.domain.refusals import PasskeyRefused
from api_gateway.ports.passkeys import PasskeyRow, RelyingParty, VerifiedPasskey

_SITE_NAME = "VibeTrading"


class WebAuthnCeremonies:
    """Makes options and verifies answers; passkeys are discoverable and verify their user."""

    def registration_options(
        self, site: RelyingParty, person: Person, known: Sequence[bytes]
    ) -> tuple[dict[str, JsonValue], bytes]:
        """Return what the browser needs to make a credential, and the challenge in it."""
        options = webauthn.generate_registration_options(
            rp_id=site.host,
            rp_name=_SITE_NAME,
            user_id=person.id.bytes,
            user_name=person.email,
            user_display_name=person.display_name or person.email,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        )
        return json.loads(options_to_json(options)), options.challenge

    def verify_registration(
        self, site: RelyingParty, challenge: bytes, credential: Mapping[str, JsonValue]
    ) -> VerifiedPasskey:
        """Return the credential that was made.

        Raises:
            PasskeyRefused: It does not answer the challenge.
        """
        try:
            verified = webauthn.verify_registration_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
            raise PasskeyRefused("The passkey does not answer the challenge; begin again.") from error
        return VerifiedPasskey(verified.credential_id, verified.credential_public_key, verified.sign_count)

    def sign_in_options(self, site: RelyingParty) -> tuple[dict[str, JsonValue], bytes]:
        """Return what the browser needs to sign in with any credential, and the challenge in it."""
        options = webauthn.generate_authentication_options(
            rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED
        )
        return json.loads(options_to_json(options)), options.challenge

    def verify_sign_in(
        self, site: RelyingParty, challenge: bytes, credential: Mapping[str, JsonValue], passkey: PasskeyRow
    ) -> int:
        """Return the new signature counter.

        Raises:
            PasskeyRefused: The signature does not answer the challenge.
        """
        try:
            verified = webauthn.verify_authentication_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
            raise PasskeyRefused("The passkey does not answer the challenge; begin again.") from error
        return verified.new_sign_count

    def credential_id(self, credential: Mapping[str, JsonValue]) -> bytes:
        """Return the id of the credential that signed.

        Raises:
            PasskeyRefused: There is none.
        """
        try:
            return base64url_to_bytes(str(credential["rawId"]))
        except (KeyError, ValueError) as error:
            raise PasskeyRefused("The answer names no passkey.") from error
