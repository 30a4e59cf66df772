"""The long list: hundreds of people, one line each; views at its side, filters above, what is chosen below."""
