"""Other systems of the city: adapters with a stated interface. None of them holds up what people do here."""
