"""Words with no domain in them: accounts, money, periods, packs, dated ranges, the journal, ids."""
