"""What shop systems know of a person, put together for the members' screens."""
