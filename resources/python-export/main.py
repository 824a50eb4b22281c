# ---- The run --------------------------------------------------------------------------------------------------------


def main():
    # Dropout masks are the one thing that PyTorch draws.
    set_seed(SEED + accelerator.process_index)
    if accelerator.is_main_process:
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / "metrics.jsonl").unlink(missing_ok=True)
    accelerator.wait_for_everyone()
    train, validation = split_questions(read_questions(TRAIN_CSV, TRAIN_COLUMNS, answered=True))
    test = read_questions(TEST_CSV, TEST_COLUMNS, answered=False) if TEST_CSV else []
    base = load_base()
    if TRAIN:
        model, parameters = add_adapter(base)
        train_adapter(base, parameters, train, validation, test)
        if accelerator.is_main_process:
            model.save_pretrained(OUT / "adapter")
    splits = {"validation": validation, "test": test}
    answers = {
        (question_id, split): answer
        for split, questions in splits.items()
        for question_id, answer in answer_questions(base, questions).items()
    }
    if accelerator.is_main_process:
        write_answers(splits, answers)
        right = sum(letter_of(answers[question.id, "validation"][0]) == LETTERS[question.answer] for question in validation)
        unread = sum(not parsed for _, parsed in answers.values())
        print(f"validation: {right} of {len(validation)} right; {unread} answers could not be read; see {OUT}")
    accelerator.wait_for_everyone()
    accelerator.end_training()


if __name__ == "__main__":
    main()
