"""What other plugins may use of scheduling."""

from kalenner_scheduling.routes import appointments_card, mine_cancel, mine_card

__all__ = ["appointments_card", "mine_cancel", "mine_card"]
