"""Roles that job titles suggest: to be confirmed by people, never known before."""

from lib.profile.titles.propose import Proposal, proposal_of, proposals

__all__ = ["Proposal", "proposal_of", "proposals"]
